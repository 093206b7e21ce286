"""The rules of this house, held by tests: sizes, words, imports, promises of the documents."""
