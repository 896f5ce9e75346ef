"""Papers: minutes, sheets, workbooks and reports as Word, PDF and Excel files, their templates, and signed scans."""
