// POST register.cgi: AuthCore/Features/Register.swift
import AuthCore
import CommonPasswords

Program.run(Register.respond(refusing: .commonest))
