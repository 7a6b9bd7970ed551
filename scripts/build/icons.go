package main

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
)

// The icons are drawn here, a shape for each state, so that nobody has to tell
// them apart by colour alone, at 16 pixels too: a disc with a tick, a triangle, a
// diamond with a bar, and an empty ring.

var iconSizes = []int{16, 32, 48, 128}

// A shape tells which colour stands at a point; both coordinates go from -1 to 1.
type shape func(x, y float64) color.NRGBA

var (
	none  = color.NRGBA{}
	white = color.NRGBA{0xff, 0xff, 0xff, 0xff}
)

var icons = map[string]shape{
	"secure": func(x, y float64) color.NRGBA {
		switch {
		case math.Hypot(x, y) > 0.96:
			return none
		case segment(x, y, -0.42, 0.05, -0.1, 0.38) < 0.13 || segment(x, y, -0.1, 0.38, 0.46, -0.34) < 0.13:
			return white
		}
		return color.NRGBA{0x1b, 0x7f, 0x4b, 0xff}
	},
	"exposed": func(x, y float64) color.NRGBA {
		// A triangle standing on its side, corners at (0,-0.95), (±1, 0.85).
		switch {
		case y > 0.85 || y < -0.95+1.8*math.Abs(x):
			return none
		case math.Abs(x) < 0.11 && y > -0.3 && y < 0.3 || math.Hypot(x, y-0.55) < 0.13:
			return color.NRGBA{0x2b, 0x1d, 0x00, 0xff}
		}
		return color.NRGBA{0xf2, 0xa1, 0x00, 0xff}
	},
	"suspect": func(x, y float64) color.NRGBA {
		ax, ay := math.Abs(x), math.Abs(y)
		switch {
		case ax+ay > 1:
			return none
		case ax < 0.5 && ay < 0.14:
			return white
		}
		return color.NRGBA{0xb8, 0x1d, 0x24, 0xff}
	},
	"off": func(x, y float64) color.NRGBA {
		if r := math.Hypot(x, y); r > 0.94 || r < 0.66 {
			return none
		}
		return color.NRGBA{0x80, 0x86, 0x8b, 0xff}
	},
}

// segment is the distance of a point from a line between two others.
func segment(x, y, x1, y1, x2, y2 float64) float64 {
	dx, dy := x2-x1, y2-y1
	t := min(1, max(0, ((x-x1)*dx+(y-y1)*dy)/(dx*dx+dy*dy)))
	return math.Hypot(x-x1-t*dx, y-y1-t*dy)
}

func drawIcons(dir string) error {
	for name, s := range icons {
		for _, size := range iconSizes {
			file, err := os.Create(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, size)))
			if err != nil {
				return err
			}
			if err := png.Encode(file, draw(s, size)); err != nil {
				file.Close()
				return err
			}
			if err := file.Close(); err != nil {
				return err
			}
		}
	}
	return nil
}

// draw samples each pixel 8 × 8 times, which makes smooth edges.
func draw(s shape, size int) image.Image {
	const n = 8
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for py := range size {
		for px := range size {
			var r, g, b, a float64
			for i := range n * n {
				x := (float64(px)+(float64(i%n)+0.5)/n)/float64(size)*2 - 1
				y := (float64(py)+(float64(i/n)+0.5)/n)/float64(size)*2 - 1
				c := s(x, y)
				w := float64(c.A)
				r, g, b, a = r+float64(c.R)*w, g+float64(c.G)*w, b+float64(c.B)*w, a+w
			}
			if a > 0 {
				img.SetNRGBA(px, py, color.NRGBA{uint8(r / a), uint8(g / a), uint8(b / a), uint8(a / (n * n))})
			}
		}
	}
	return img
}
