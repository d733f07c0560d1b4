// GET or POST account.cgi: Account.swift
import CGIAuthCore
import CGIAuthAccount
import CGIAuthCommonPasswords

Program.run(Account.respond(refusing: .commonest))
