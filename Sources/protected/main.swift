// Any method, protected.cgi: AuthCore/Features/Protected.swift
import CGIAuthCore

Program.run(Protected.respond)
