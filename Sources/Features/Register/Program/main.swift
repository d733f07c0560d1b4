// POST register.cgi: Register.swift
import CGIAuthCore
import CGIAuthRegister
import CGIAuthCommonPasswords

Program.run(Register.respond(refusing: .commonest))
