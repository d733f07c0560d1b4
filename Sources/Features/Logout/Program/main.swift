// POST or GET logout.cgi: Logout.swift
import CGIAuthCore
import CGIAuthLogout

Program.run(Logout.respond)
