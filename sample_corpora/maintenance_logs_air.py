"""Fault cases on compressors, fans, mixers and chillers, from first sign to next step.

Read by `rule_text.rules_from_text`. Every sentence of a section fits every sentence of the
other sections of its case, so that a document drawn from them stays coherent.
"""

AIR = """
= comp_temp
unit Screw compressor {comp_tag=tag}
unit Air compressor {comp_tag=tag}
sign Tripped on high discharge temperature, {109-114} °C on the display.
sign {tag} shuts down after about {15-40} min on load, temperature alarm each time.
sign Discharge temperature has crept up {12-20} °C since the start of the month.
look Air inlet to the cooler {34-39} °C, outlet oil {88-96} °C.
look Oil level in the middle of the glass, filter differential normal.
look Cooler fins covered with a felt of dust and oil; fan turning the right way.
find Oil cooler blocked on the air side, heat not getting away.
find Cooler matrix fouled and the thermostat slow to open.
find Poor cooling: fouled cooler and a missing duct panel that let hot air recirculate.
fix Blew out the cooler from the clean side, degreased and rinsed it, refitted the duct panel.
fix Cleaned the cooler and replaced the thermostat element.
fix Washed the cooler, changed oil filter and topped up {1.5-4.0} L compressor oil.
test On load one hour at {7.0-7.6} bar, discharge steady at {79-87} °C.
test Temperature {22-28} °C lower than before at the same load.
test Ran through the hot part of the afternoon without alarm.
part 1 x thermostat element, 1 x oil filter
part 1 x oil filter, {2-5} L compressor oil
next Clean the cooler every {4-8} weeks while the cutting shop is producing dust.
next Move the intake duct away from the hall roof vent; quote requested.
down {1.0-3.0} h
= comp_valve
unit Reciprocating compressor {comp_tag=tag}
unit High pressure compressor {comp_tag=tag}
sign Runs longer than usual and does not reach {24-28} bar.
sign First stage pressure high and a clicking sound from the cylinder head.
sign Safety valve between the stages lifted twice this morning.
look Interstage pressure {6.8-7.9} bar, normal is 5.0 to 5.5 bar.
look Second stage suction valve cover {35-50} °C hotter than its neighbour.
look Pump-up test took {17-24} min, {11-13} min is normal.
find Broken plate and spring in the second stage suction valve.
find Valve plate cracked in two places, carbon deposit on the seat.
find Second stage valve leaking back because of a broken spring.
fix Replaced the valve assembly with new copper gaskets; bore checked with a mirror, no damage.
fix Fitted reconditioned suction and discharge valves in the second stage.
fix Changed plate, springs and gaskets, lapped the seat and cleaned off the carbon.
test Interstage back to {5.1-5.4} bar, final pressure reached in {11-13} min.
test Valve covers within {5-9} °C of each other after half an hour.
test Leak tested with soap solution, all joints tight.
part 1 x valve assembly, 2 x copper gasket
part 2 x valve plate, 4 x valve spring, 2 x copper gasket
next Send the old valve for reconditioning as exchange unit.
next Check the oil feed rate; carbon points to too much cylinder oil.
down {2.5-5.0} h
= comp_drain
unit Air receiver and dryer of {comp_tag=tag}
unit Compressor station {comp_tag=tag}
sign Water in the instrument air at the packing hall, solenoid valves sticking.
sign Line operators report water spitting from the blow guns.
sign Dew point alarm, {9-16} °C instead of 3 °C.
look Receiver drained by hand: about {8-25} L of water came out.
look Automatic drain clicks on test but passes nothing.
look Dryer outlet {14-22} °C, refrigerant pressure normal.
find Condensate drain blocked with rust sludge, so the receiver had been filling up.
find Float drain jammed by scale and the strainer ahead of it full.
find Drain solenoid open circuit; condensate carried over to the dryer.
fix Replaced the drain with a level controlled type and cleaned the strainer.
fix Stripped and cleaned the drain, new coil and diaphragm fitted.
fix Fitted a new drain, blew down the receiver and every low point of the ring main.
test Dew point down to {2-4} °C within {2-4} h.
test Drain discharges every {6-14} min, no air loss.
test Blow guns dry at the three furthest points.
part 1 x condensate drain, 1 x strainer insert
part 1 x drain solenoid coil, 1 x diaphragm
next Push the test button on all drains at the Monday round.
next Ring main low points need manual drains; sketch handed to engineering.
down {30-70} min
= comp_unload
unit Screw compressor {comp_tag=tag}
unit Rotary compressor {comp_tag=tag}
sign Network pressure falls to {5.2-5.9} bar at shift start, compressor stays off load.
sign {tag} does not load although the pressure is below the cut-in point.
sign Machine loads and unloads every few seconds.
look Solenoid has {23-25} V at the plug, no movement at the intake valve.
look Control air at the intake valve only {1.2-2.4} bar.
look Pressure sensor and gauge agree within 0.1 bar, controller settings unchanged.
find Intake valve piston seized in its bore, control air leaking past a perished seal.
find Loading solenoid stuck half way with varnish on the plunger.
find Split control air hose behind the separator, so the intake valve could not open.
fix Fitted intake valve service kit, new solenoid and control hose.
fix Stripped the intake valve, polished the bore and renewed all seals and the control hose.
fix Fitted the intake valve kit and replaced the solenoid and the whole control air line.
test Loads at {6.3-6.6} bar and unloads at {7.1-7.4} bar as set.
test Cycled by hand ten times, valve opens fully.
test Shift start next morning: lowest pressure {6.2-6.5} bar.
part 1 x intake valve kit, 1 x control hose
part 1 x solenoid valve 24 V DC, {1.0-2.5} m control hose
next Include the intake valve kit in the 4000 h service.
next Air leak survey wanted, base load seems too high.
down {1.5-3.5} h
= comp_sep
unit Screw compressor {comp_tag=tag}
unit Workshop compressor {comp_tag=tag}
sign Oil in the air line; paint shop rejected the morning batch.
sign Oil consumption up, {2.0-4.5} L topped up in one week.
sign Separator differential alarm on {tag}.
look Separator differential {0.9-1.3} bar on load, change limit 0.8 bar.
look Scavenge line sight glass shows no oil returning.
look Oil level correct and no foam in the sump.
find Separator element saturated, {5200-7900} h in service, and the scavenge orifice blocked.
find Scavenge line plugged with varnish, separator flooding.
find Separator overdue and the return orifice closed with carbon.
fix Changed separator, oil and oil filter; cleared the scavenge orifice with a drill bit by hand.
fix Fitted new separator element with grounded gaskets and a new scavenge line.
fix Replaced the element, blew out the return line and drained oil from the line filters.
test Differential {0.15-0.28} bar on load, oil returning in the sight glass.
test White paper test at the paint shop drop clean after two hours.
test No loss at the oil level after {20-40} h.
part 1 x separator element, 2 x gasket, 1 x oil filter
part 1 x separator element, {8-14} L compressor oil
next Hour counter reset; next change at {40-50}00 h.
next Paint shop to get its own coalescing filter.
down {2.0-4.0} h
= fan
unit Extraction fan {fan_tag=tag}
unit Induced draught fan {fan_tag=tag}
unit Dust collector fan {fan_tag=tag}
sign Whole platform shaking, vibration switch tripped {tag}.
sign Vibration up from {2.4-3.2} to {8.5-12.5} mm/s within a week.
sign Fan noisy and the ducting rattles at full speed.
look Dominant peak at one times running speed, phase steady.
look Bearings sound normal, foundation bolts tight.
look Inspection door opened: thick uneven deposit on {3-6} blades.
find Imbalance from product build-up on the impeller; one balance weight had come off.
find Build-up broke away on one side and left the rotor out of balance.
find Unbalance caused by caked dust, no cracks found at the blade roots.
fix Scraped and washed the impeller, then single plane balanced with {28-95} g.
fix Cleaned all blades, welded on a new weight of {35-90} g and dye checked the welds.
fix Descaled the rotor on site and trim balanced in two runs.
test Residual vibration {1.2-2.2} mm/s at {980-1480} rpm.
test Bearings {41-55} °C after one hour at full speed.
test Flow back to normal, vibration switch reset and proved.
part 1 x balance weight, 1 x inspection door gasket
part 2 x inspection door gasket
next Clean the impeller every {6-10} weeks.
next Check the spray nozzles upstream; wet product sticks to the blades.
down {3.0-6.0} h
= fan_belt
unit Supply fan {fan_tag=tag}
unit Cooling tower fan {fan_tag=tag}
unit Roof fan {fan_tag=tag}
sign Squealing at start and a smell of burnt rubber from {tag}.
sign Low air flow alarm, fan turning slowly.
sign One of {3-4} belts lying in the bottom of the guard.
look Belt deflection {22-34} mm at mid span, target {10-14} mm.
look Sheave grooves worn hollow, gauge shows {0.8-1.4} mm wear.
look Fan speed {610-690} rpm by strobe, plate says 780 rpm.
find Belts worn and slipping, sheaves out of line by {4-8} mm.
find Loose set of belts after the motor slide bolts worked free.
find Worn sheave let the belts bottom in the groove and slip.
fix Fitted a matched set of belts and a new motor sheave, aligned with the laser.
fix Replaced sheaves and belts, set tension by frequency to {34-46} Hz.
fix New belt set on, slide base cleaned and locked, guard refitted.
test Speed {772-784} rpm, no slip at start.
test Retensioned after {1-2} h running in.
test Air flow alarm cleared, motor {14-21} A.
part 1 x matched belt set, 1 x motor sheave
part {3-4} x V-belt SPB {1800-2650}
next Retension after 48 h.
next Change belts as full sets only; note added to the asset card.
down {1.0-2.5} h
= mixer
unit Mixer gearbox {mixer_tag=tag}
unit Agitator drive {mixer_tag=tag}
unit Reactor agitator {mixer_tag=tag}
sign Oil dripping from the gearbox into the drip tray, {0.5-1.5} L since yesterday.
sign Gearbox hot and growling, operators stopped {tag} as a precaution.
sign Oil level alarm on {tag}, glass nearly empty.
look Housing {84-96} °C, room temperature 24 °C.
look Breather blocked; slight pressure when the filler plug was opened.
look Output shaft seal wet all round, input side dry.
find Output lip seal hard and grooved; blocked breather pushed the oil out.
find Low oil due to seal leakage, gears dark but teeth still sound.
find Breather painted over during the last overhaul, pressure blew the output seal.
fix Renewed the output seal with a thin wall sleeve, new breather, {6.0-14.0} L fresh oil.
fix Changed seal and breather, flushed the gearbox and filled with ISO VG 220.
fix Fitted new seal with the lip moved {3-4} mm off the old groove and changed the oil.
test Ran loaded for {3-6} h, housing {58-68} °C and dry.
test Backlash {0.15-0.28} mm, contact pattern even through the inspection cover.
test No oil in the tray next morning.
part 1 x lip seal {70-110} mm, 1 x breather, {7-14} L gear oil
part 1 x seal sleeve, 1 x lip seal, 1 x breather
next Oil sample in one month to see whether the gears suffered.
next Masking of breathers added to the painting instruction.
down {4.0-7.5} h
= chiller
unit Chiller {chill_tag=tag}
unit Process chiller {chill_tag=tag}
sign Trips on low suction pressure, leaving water {13-16} °C with set point at 7 °C.
sign Moulding shop reports warm cooling water, {tag} running but not holding temperature.
sign Low pressure alarm twice during the night on {tag}.
look Suction {1.8-2.4} bar, superheat {16-22} K, bubbles in the sight glass.
look Water flow and strainer good, {4.1-5.2} K across the evaporator before the trip.
look Oil stain at the flare joint of the liquid line.
find Circuit short of refrigerant; leak at a flare nut found with the detector.
find Leak at the filter dryer flare, charge about {15-30} % low.
find Refrigerant loss through a cracked flare, no leak at the evaporator.
fix Recovered the charge, remade the flare, changed the dryer and evacuated to {2-4} mbar.
fix Replaced filter dryer and flare, pressure tested with nitrogen at {22-26} bar.
fix New dryer fitted, system evacuated for four hours and charged with {9.0-18.0} kg by weight.
test Leaving water {6.8-7.4} °C, superheat {6-8} K.
test Sight glass clear at full load; both joints tight on the detector.
test Held set point through the afternoon with two moulding lines running.
part 1 x filter dryer, 1 x flare nut
part 1 x filter dryer, {3.0-6.0} kg refrigerant
next Leak check again in four weeks as the logbook requires.
next Vibration loop of the liquid line to be clamped.
down {5.0-9.0} h
"""
