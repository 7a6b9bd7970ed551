//go:build !js

package site

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/publicsuffix"
)

// TestLikePublicSuffix compares with x/net/publicsuffix, which the core cannot
// afford, on hosts made from each rule of the list that it was generated from.
func TestLikePublicSuffix(t *testing.T) {
	rules, icann := listRules(t)
	if icann < 6000 || len(rules) < icann+3000 {
		t.Fatalf("only %d rules, %d of them ICANN's", len(rules), icann)
	}
	hosts := map[string]bool{}
	for i, rule := range rules {
		if _, private := publicSuffix(strings.NewReplacer("*", "a", "!", "").Replace(rule)); private != (i >= icann) {
			t.Errorf("the rule %s is private: %v", rule, private)
		}
		name := strings.TrimPrefix(strings.TrimPrefix(rule, "*."), "!")
		_, parent, _ := strings.Cut(name, ".")
		for _, below := range []string{name, parent} {
			for _, above := range []string{"", "a.", "b.a.", "c.b.a.", "www.", "xn--bcher-kva.", "x", "x-"} {
				hosts[above+below] = true
			}
		}
		hosts[name+"x"] = true
		hosts[name+".nosuchtld"] = true
		hosts[name[1:]] = true
		hosts[strings.ReplaceAll(name, ".", "-")] = true
	}
	for host := range hosts {
		if IP(host) || strings.HasPrefix(host, ".") || strings.HasSuffix(host, ".") || host == "" {
			continue
		}
		suffix, _ := publicsuffix.PublicSuffix(host)
		if got := PublicSuffix(host); got != suffix {
			t.Errorf("PublicSuffix(%q) = %q, want %q", host, got, suffix)
		}
		domain, err := publicsuffix.EffectiveTLDPlusOne(host)
		if got := RegistrableDomain(host); got != domain || (err != nil) != (got == "") {
			t.Errorf("RegistrableDomain(%q) = %q, want %q (%v)", host, got, domain, err)
		}
	}
	t.Logf("%d rules, %d hosts", len(rules), len(hosts))
}

// listRules reads the rules as x/net's own test has them, ICANN's first.
func listRules(t *testing.T) (rules []string, icann int) {
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", "golang.org/x/net/publicsuffix").Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "table_test.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if ok && spec.Names[0].Name == "numICANNRules" {
			icann, _ = strconv.Atoi(spec.Values[0].(*ast.BasicLit).Value)
		}
		if ok && spec.Names[0].Name != "rules" {
			return false
		}
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			rule, _ := strconv.Unquote(literal.Value)
			rules = append(rules, rule)
		}
		return true
	})
	return rules, icann
}
