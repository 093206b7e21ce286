"""The agreement: clauses in exact wording, each in force only while both consent to it."""
