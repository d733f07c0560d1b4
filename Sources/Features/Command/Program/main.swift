// Started from a shell, by no web server: Command.swift
import CGIAuthCommand
import CGIAuthCore

Program.runCommand(Command.work)
