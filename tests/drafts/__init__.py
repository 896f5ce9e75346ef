"""Tests of unfinished work and the bin."""
