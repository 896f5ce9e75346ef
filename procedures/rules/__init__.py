"""Pure judgements over a proposal: what each kind of decision takes, and whether this one has it."""
