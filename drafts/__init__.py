"""Unfinished work: what a person began to write and has not handed in, with its files, until it becomes what it is to be."""
