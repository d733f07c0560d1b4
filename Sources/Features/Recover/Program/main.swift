// GET and POST recover.cgi: Recover.swift
import CGIAuthCommonPasswords
import CGIAuthCore
import CGIAuthRecover

Program.run(Recover.respond(refusing: .commonest))
