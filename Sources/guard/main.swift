// Any method, guard.cgi: AuthCore/Guard/Guard.swift
import CGIAuthCore

Guard.run()
