// POST login.cgi: AuthCore/Features/Login.swift
import CGIAuthCore

Program.run(Login.respond)
