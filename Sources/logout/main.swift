// POST or GET logout.cgi: AuthCore/Features/Logout.swift
import AuthCore

Program.run(Logout.respond)
