// Started by the other programs, by no web server: Send.swift
import CGIAuthCore
import CGIAuthSend

Program.runBeside(Send.work)
