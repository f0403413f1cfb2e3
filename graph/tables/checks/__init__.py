"""Checks of the facts in the tables, before any graph is made: is each value possible and likely?"""
