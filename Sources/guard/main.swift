// Any method, guard.cgi: AuthCore/Guard/Guard.swift
import AuthCore

Guard.run()
