"""The record of a meeting as one pure schema: plain dataclasses that forms, API, actions, checks and bundles share.

field_types  what a field can be: text, day, person, choice, rows …; plain (JSON) and typed values, words
schema       the dataclasses of a record, each field a label and a type
proposals    a record as JSON and back, as an amendment keeps it
words        a record as labelled words, and the difference of two
conflicts    what two records say differently, and one record made of both
columns      a record as the columns of its tables

Nothing here knows a model or reads the database: people are references, uuid and name.
"""
