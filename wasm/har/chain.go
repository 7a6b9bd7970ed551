package har

import "sort"

// maxCandidates bounds how many requests for one address are looked at to find
// the one that a redirect led to.
const maxCandidates = 64

// chains joins requests with those they were redirected to. It gives the
// indexes of each chain's requests; chains are in the order of their first
// request. all is in the order of time and of one page.
func chains(all []sent) [][]int {
	at := make(map[string][]int, len(all)) // address → requests for it
	for i := range all {
		address := all[i].url.String()
		at[address] = append(at[address], i)
	}
	taken := make([]bool, len(all))
	var list [][]int
	for i := range all {
		if taken[i] {
			continue
		}
		chain := []int{i}
		taken[i] = true
		for last := i; len(chain) < maxHops; {
			next, ok := following(all, at, taken, last)
			if !ok {
				break
			}
			chain = append(chain, next)
			taken[next] = true
			last = next
		}
		list = append(list, chain)
	}
	return list
}

// following finds the request that the one at i was redirected to: the next in
// time for the address, or for its https twin where the browser upgraded the
// redirect without recording that.
func following(all []sent, at map[string][]int, taken []bool, i int) (int, bool) {
	target := all[i].target
	if target == "" {
		return 0, false
	}
	addresses := []string{target}
	if len(target) > 5 && target[:5] == "http:" {
		addresses = append(addresses, "https:"+target[5:])
	}
	for _, address := range addresses {
		list := at[address]
		from := sort.SearchInts(list, i+1)
		for _, j := range list[from:min(len(list), from+maxCandidates)] {
			if !taken[j] {
				return j, true
			}
		}
	}
	return 0, false
}
