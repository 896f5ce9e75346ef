"""What papers state and how they are laid out: a context from the rows, filled into a Word template or a print page.

minutes, year, own_year, statistics   what each paper states, as plain texts and numbers under Chinese names
layout, word                          from a context to the file: which template applies, filling it, the print page
fields, checking                      which names a district's own template may use, and whether an upload may lay out papers

The names are Chinese, because those who lay out a template in Word are not programmers: {{ 主题 }} stands where the theme
is to stand. Nothing here writes, and nothing here decides who may have a paper.
"""
