// POST login.cgi: Login.swift
import CGIAuthCore
import CGIAuthLogin

Program.run(Login.respond)
