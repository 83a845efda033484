"""Writing the results of a batch in the form that the name of the output asks for."""
