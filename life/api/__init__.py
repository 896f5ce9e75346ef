"""The JSON API of organizational life: appraisals, gradings, talks, rectifications."""
