// POST register.cgi: AuthCore/Features/Register.swift
import AuthCore

Program.run(Register.respond)
