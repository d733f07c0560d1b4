// GET and POST confirm.cgi: Confirm.swift
import CGIAuthConfirm
import CGIAuthCore

Program.run(Confirm.respond)
