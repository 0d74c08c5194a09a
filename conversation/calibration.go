package conversation

import (
	"math"
	"time"
)

// Calibration maps the estimated log odds that a user was satisfied to a
// project's own: Offset + Slope × odds (Platt, 1999), learnt from its ratings.
type Calibration struct {
	At      time.Time `json:"at"`
	Ratings int       `json:"ratings"` // conversations with ratings that it was learnt from
	Offset  float64   `json:"offset"`
	Slope   float64   `json:"slope"`
	// The covariance of both: of Offset, between them, of Slope.
	OffsetVariance float64 `json:"offset_variance"`
	Covariance     float64 `json:"covariance"`
	SlopeVariance  float64 `json:"slope_variance"`
	// Brier is the mean squared error on ratings that were left out, in ten
	// parts, and Base that of saying the mean rating of the rest.
	Brier float64 `json:"brier"`
	Base  float64 `json:"base"`
}

// orShipped is the calibration, or that of a product of which nothing is known.
func (c *Calibration) orShipped(w *conversationWeighing) *Calibration {
	if c != nil {
		return c
	}
	return &Calibration{Slope: 1, OffsetVariance: w.doubt * w.doubt}
}

// odds are the calibrated log odds and their standard deviation.
func (c *Calibration) odds(estimated float64) (odds, deviation float64) {
	variance := c.OffsetVariance + 2*estimated*c.Covariance + estimated*estimated*c.SlopeVariance
	return c.Offset + c.Slope*estimated, math.Sqrt(max(0, variance))
}
