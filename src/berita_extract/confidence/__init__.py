"""How far each value may be relied on: the evidence that carried it, and how often such evidence was right."""
