// POST or GET logout.cgi: AuthCore/Features/Logout.swift
import CGIAuthCore

Program.run(Logout.respond)
