// POST or GET logout.cgi: Refresh.swift
import CGIAuthCore
import CGIAuthRefresh

Program.run(Refresh.respond)
