// GET or POST admin.cgi: Admin.swift
import CGIAuthAdmin
import CGIAuthCore

Program.run(Admin.respond)
