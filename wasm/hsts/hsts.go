// Package hsts reads the Strict-Transport-Security header and answers
// questions about the policies it sets (RFC 6797).
package hsts
