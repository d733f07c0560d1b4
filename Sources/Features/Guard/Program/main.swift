// Any method, guard.cgi: Guard.swift
import CGIAuthCore
import CGIAuthGuard

Program.run(Guard.respond, startsPrograms: true)
