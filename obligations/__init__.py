"""What the rules in force ask of whom, what fulfils it and what is still owed."""
