// POST register.cgi: AuthCore/Features/Register.swift
import CGIAuthCore
import CGIAuthCommonPasswords

Program.run(Register.respond(refusing: .commonest))
