"""Papers: every form from the same rows. What they say is gathered once and laid out twice, in Word and for print.

The words of a paper have Chinese names, because those who lay out a template in Word are not programmers:
{{ 主题 }} stands where the theme is to stand. Nothing here writes, and nothing here decides who may have a paper.
"""
