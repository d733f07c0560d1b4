// Any method, protected.cgi: Protected.swift
import CGIAuthCore
import CGIAuthProtected

Program.run(Protected.respond, authorizing: Protected.authorize)
