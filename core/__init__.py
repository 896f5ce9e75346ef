"""What every app uses and no table belongs to: errors, clock, HTTP and API conventions, documents, workbooks."""
