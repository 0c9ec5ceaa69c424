"""Fault cases on presses and CNC machines, from first sign to next step.

Read by `rule_text.rules_from_text`. Every sentence of a section fits every sentence of the
other sections of its case, so that a document drawn from them stays coherent.
"""

MACHINES = """
= press_drift
unit Hydraulic press {press_tag=tag}
unit Moulding press {press_tag=tag}
unit Trimming press {press_tag=tag}
sign Ram sinks {8-25} mm in ten minutes with the pump off.
sign Parts short in the corner, pressure falls during dwell.
sign Setter reports that the ram creeps down during die change; press taken out of use.
look Dwell pressure drops from {205-220} to {150-175} bar in 30 s.
look Cylinder isolated with the blind plate: pressure still falls.
look Rod wiper wet, oil mist at the gland.
find Main piston seal passing; barrel smooth.
find Worn piston seals, backup ring extruded.
find Seal pack hard after oil had run hot, counterbalance valve tight.
fix Ram blocked on props, cylinder resealed with a full kit.
fix Pulled the piston, fitted new seals and guide rings, honed lightly.
fix Pulled the cylinder, new seals fitted in the workshop, hoses renewed.
test Ram holds, less than 1 mm in ten minutes.
test Dwell at {208-218} bar falls less than {2-4} bar in 30 s.
test Scrap check: {20-40} parts full in all corners.
part 1 x seal kit {160-280} mm, 2 x guide ring
part 1 x seal kit {160-280} mm, 2 x hose assembly
next Oil sample sent; particle count to be below class 18/16/13.
next Look at the guide rings of the sister press.
down {7.0-13.0} h
= press_force
unit Hydraulic press {press_tag=tag}
unit Forming press {press_tag=tag}
sign Press does not reach tonnage, stops at {60-78} % of set force.
sign Slow pressing speed and whine from the pump.
sign Cycle time up from {21-24} to {29-36} s.
look Relief valve line hot, {68-79} °C by gun.
look Case drain flow {3-5} L/min, within the pump's limit.
look Suction filter indicator in the red.
find Main relief valve held off its seat by a metal chip.
find Relief valve poppet scored, oil bypassing to tank.
find Pilot stage of the relief valve contaminated.
fix Replaced relief cartridge, flushed the block and changed the filters.
fix Cleaned the valve in the workshop, new poppet and seat, filters renewed.
fix Fitted spare relief valve set to {225-235} bar, sealed by the foreman.
test Full force at {212-220} bar, cycle {21-24} s.
test Tank temperature settled at {44-52} °C.
test Pressure curve compared with the reference, identical.
part 1 x relief cartridge, 1 x suction filter, 1 x return filter
part 1 x relief valve, 2 x filter element
next Search for the source of chips: pump to be checked at the next stop.
next Offline filter cart on the tank for {24-48} h.
down {2.0-4.5} h
= press_clutch
unit Eccentric press {press_tag=tag}
unit Stamping press {press_tag=tag}
unit Blanking press {press_tag=tag}
sign Overrun alarm, slide passes top dead centre by {12-22} degrees.
sign {tag} stops late; stop-time monitor tripped.
sign Brake angle warning since the morning break.
look Stopping time {235-290} ms, limit 200 ms.
look Clutch air {4.6-5.1} bar, set value 5.5 bar.
look Lining thickness {2.1-2.9} mm, change at 3 mm.
find Brake lining worn out and glazed with oil mist.
find Lining below limit and the exhaust silencer of the valve choked.
find Worn brake; double valve exhaust slow.
fix New brake linings, springs checked, silencer and double valve changed.
fix Relined the clutch and brake unit, set the air gap to {0.8-1.2} mm.
fix Replaced linings and springs as a set, air regulator to 5.5 bar.
test Stop time {142-172} ms over ten strokes at {45-60} strokes per minute.
test Safety distance recalculated, light curtain may stay where it is.
test Released by the press safety inspector.
part 1 x lining set, {8-12} x brake spring
part 1 x lining set, 1 x double valve, 1 x silencer
next Measure stop time monthly and record it.
next Find out where the oil mist comes from, crank seal suspected.
down {5.0-9.0} h
= press_curtain
unit Stamping press {press_tag=tag}
unit Assembly press {press_tag=tag}
sign Light curtain fault, press cannot be started.
sign Curtain trips in mid-stroke without anyone near.
sign Safety relay drops out, {3-9} times an hour.
look Receiver shows weak alignment on the lower {6-10} beams.
look Channel 2 contact resistance {4-9} ohm.
look Lens cover scratched and oily.
find Transmitter knocked out of line by a coil trolley, cover scratched.
find Columns out of line and a loose plug at the receiver.
find Curtain misaligned after a knock; relay contact in channel 2 worn as well.
fix Realigned both columns, pinned the brackets and fitted a new front cover.
fix Realigned the columns, replaced the safety relay and the receiver lead.
fix Cleaned and realigned, renewed the connector, bolted a guard rail in front.
test Test rod {14-30} mm passed over the full height, press stops each time.
test Function test sheet filled in and signed by two persons.
test No trip in {300-800} strokes.
part 1 x safety relay, 1 x connector
part 1 x front cover, 1 x connector
next Test rod check stays on the shift start list.
next Trolley route to be marked on the floor.
down {30-90} min
= press_hot
unit Hydraulic press {press_tag=tag}
unit Power pack of press {press_tag=tag}
sign Oil temperature alarm at {64-68} °C after the lunch break.
sign Press slow and jerky when warm, good on Monday mornings.
sign Power pack cuts out on over-temperature about every two hours.
look Cooler water in {19-23} °C, out {21-25} °C; hardly any heat taken away.
look Oil {59-66} °C, level good, no foam.
look Water valve opens fully by hand.
find Plate cooler fouled on the water side.
find Cooler half blocked with scale and the thermostatic valve lazy.
find Too little cooling water: strainer full of lime.
fix Back flushed and descaled the cooler, cleaned the water strainer.
fix Fitted exchange cooler, new thermostatic valve.
fix Circulated descaler for {60-90} min, flushed neutral, strainer renewed.
test Oil {43-49} °C at full production.
test Water rise {8-12} K over the cooler.
test No alarm over the following two shifts.
part 1 x plate cooler, 2 x gasket
part 1 x thermostatic valve, 1 x water strainer
next Descale every twelve months.
next Water treatment of the cooling loop to be reviewed.
down {2.0-3.5} h
= cnc_spindle
unit Machining centre {mill_tag=tag}
unit Milling machine {mill_tag=tag}
sign Spindle warm and howling above {7000-9000} rpm.
sign Surface finish poor, chatter marks on finishing passes.
sign Spindle temperature warning {58-66} °C on {tag}.
look Run-out at the test bar {0.021-0.038} mm at 300 mm, limit 0.012 mm.
look Vibration {3.6-5.4} mm/s at the spindle nose, normal below 1.5.
look Drawbar force {6.2-7.8} kN, should be 11 kN.
find Front spindle bearings worn, coolant has entered.
find Bearing damage after a tool crash last week; taper marked as well.
find Disc springs broken and front bearings rough.
fix Exchanged the spindle cartridge, new drawbar springs, taper cleaned.
fix Fitted the overhauled spindle, set purge air to {0.3-0.5} bar.
fix Changed spindle and gripper, ran in by the stepped programme for {4-6} h.
test Run-out {0.004-0.009} mm at 300 mm.
test Drawbar {11.0-12.2} kN; {36-42} °C after running in.
test Test part measured, all features in tolerance.
part 1 x spindle cartridge, 1 x disc spring set
part 1 x exchange spindle, 1 x gripper
next Old spindle to the rebuilder, report requested.
next Check purge air every week.
down {14-22} h
= cnc_atc
unit Machining centre {mill_tag=tag}
unit Horizontal machining centre {mill_tag=tag}
sign Tool change stopped half way, arm alarm, tool in the gripper.
sign {tag} drops tools from pocket {4-22}.
sign Alarm "tool not clamped" on about every {15-30}th change.
look Arm stops {3-8} degrees short of the home mark.
look Clamp sensor makes only at the very end of travel.
look Gripper fingers worn {0.5-1.1} mm, spring weak.
find Gripper spring broken; tool tilted in the arm.
find Position sensor of the changer shifted after a collision.
find Worn fingers and a loose cam follower.
fix Moved the arm by hand wheel, fitted new fingers and springs, set the sensor.
fix Replaced the cam follower and re-referenced the changer.
fix Set sensor gap to {0.8-1.2} mm, renewed gripper parts, greased the cam.
test {40-80} tool changes at full speed, no alarm.
test Heaviest tool, {5.8-7.6} kg, changed ten times.
test Every pocket checked with a gauge tool.
part 2 x gripper finger, 2 x spring
part 1 x cam follower, 1 x inductive sensor
next Tool weights to be checked against the limit of 8 kg.
next Grease the cam every 500 h.
down {1.5-4.0} h
= cnc_axis
unit Lathe {lathe_tag=tag}
unit Turning centre {lathe_tag=tag}
unit CNC lathe {lathe_tag=tag}
sign Diameters drift {0.02-0.05} mm between first and last part.
sign Following error alarm on the X axis in rapid traverse.
sign Clunk on axis reversal, circles out of round.
look Backlash {0.032-0.060} mm by indicator, {0.005-0.008} mm last year.
look Ball bar shows a reversal step of {28-55} µm.
look Lubrication pump runs but no oil arrives at the X nut.
find Ball screw nut worn because the metering unit was blocked.
find Support bearing of the X screw loose and the nut dry.
find Starved lubrication; ball screw pitted over {80-150} mm.
fix New ball screw and support bearings fitted, metering units renewed.
fix Replaced X screw assembly, set preload and flushed the lubrication lines.
fix Renewed screw, nut and bearings, bled the lubrication until oil showed at each point.
test Backlash {0.004-0.007} mm after compensation.
test Ball bar roundness {7-12} µm.
test {25-50} parts run, diameter spread {0.006-0.012} mm.
part 1 x ball screw, 1 x bearing set, 4 x metering unit
part 1 x ball screw with nut, 2 x support bearing
next Line pressure switch to be fitted so a dry line gives an alarm.
next Repeat the ball bar test in one month.
down {9-15} h
= cnc_coolant
unit Machining centre {mill_tag=tag}
unit Lathe {lathe_tag=tag}
sign Low coolant pressure alarm, drills breaking.
sign No coolant at the tool, tank full.
sign {tag} foams over; operators complain about the smell.
look High pressure pump {22-35} bar, set point 70 bar.
look Refractometer {2.1-3.2} %, target {6-7} %; pH 8.1.
look Filter bag burst, fines in the clean tank.
find Pump intake choked by chips after the bag filter split.
find Clogged intake screen, tank never cleaned since {month}.
find Split filter let fines through to the pump.
fix Emptied and cleaned the tank, new filter bags, fresh emulsion mixed to {6-7} %.
fix Renewed pump cartridge and filter, skimmed tramp oil.
fix Cleaned screen and tank, replaced both bags and the pressure switch.
test {68-72} bar at the tool, chip conveyor clear.
test Concentration {6.2-6.9} %, pH {9.0-9.3}.
test Drill cycle of {30-60} holes run without alarm.
part 2 x filter bag {25-50} µm, {40-90} L emulsion concentrate
part 1 x pump cartridge, 2 x filter bag
next Weekly concentration check by the cell leader.
next Skimmer timer reset to run at weekends.
down {2.0-4.0} h
= cnc_drive
unit Lathe {lathe_tag=tag}
unit Machining centre {mill_tag=tag}
sign Servo alarm {401-449} on the Z axis, machine in emergency stop.
sign Z axis drive trips when the coolant pump starts.
sign Overcurrent on the axis drive at power up.
look Insulation of the motor cable {0.2-0.6} Mohm, others above 200 Mohm.
look Cabinet {46-53} °C, filter mats grey with dust.
look Connector at the motor wet with coolant.
find Motor cable crushed in the drag chain, coolant in the plug.
find Earth fault in the motor lead; drive itself healthy.
find Plug seal missing, coolant between the pins.
fix New motor cable drawn through the chain, plugs dried and sealed.
fix Replaced cable and connector, cabinet filters changed.
fix Fitted new lead with strain relief and checked encoder plug too.
test Insulation above {200-500} Mohm, axis runs at full rapid without a trip.
test Two hours of dry cycling without alarm.
test Cabinet down to {33-38} °C.
part 1 x motor cable {6-10} m, 1 x connector
part 1 x motor cable, 2 x filter mat
next Inspect the drag chains of the other two machines.
next Cabinet filters every month.
down {3.0-6.0} h
"""
