// POST login.cgi: AuthCore/Features/Login.swift
import AuthCore

Program.run(Login.respond)
