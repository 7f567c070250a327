"""What the tests put in the place of the table: the whole store in memory, with the same promises."""
