"""How the shipped demo models and the sample are made. Needs `training/requirements.txt`; `app/` never imports it."""
