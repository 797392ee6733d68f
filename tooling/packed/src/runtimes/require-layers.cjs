const { loadConfig } = require("@keyfold/config");
const { context } = require("@keyfold/context");
const { createClient } = require("@keyfold/client");
const { findLogin } = require("@keyfold/client/logins");
const { Secret } = require("@keyfold/secret");

if ([loadConfig, context, createClient, findLogin, Secret].every(Boolean)) console.log("loaded");
