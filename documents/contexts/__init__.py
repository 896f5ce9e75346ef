"""Contexts of papers, and the files made of them: a context is filled into a Word template or a print page.

minutes, year_workbook, member_year, statistics  the context of each paper: texts and numbers under Chinese names
report, report_files, report_letter, report_identity  the supervision report of a month
layout, word                                     from a context to the file: which template applies, filling it
template_fields, template_check                  the fields a template may use, and the check of an uploaded one

The names are Chinese, because those who edit a template in Word are not programmers: {{ 主题 }} stands for the theme. The
product's own templates are edited so too (documents/paper_templates).
Nothing here writes, and nothing here decides who may have a paper.
"""
