// Any method, protected.cgi: AuthCore/Features/Protected.swift
import AuthCore

Program.run(Protected.respond)
