"""What is wrong with a run that has ended, the evidence, and the settings of a better one."""
