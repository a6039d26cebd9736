"""What all pages share: who asks and what they may, headers, error pages, forms, words and numbers
on screen.

Knows values only: the signed-in `Scope` that `people.sign_in` sets and what `create_app` puts in
`current`.
"""
